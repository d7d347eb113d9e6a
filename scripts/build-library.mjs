// Bundles the library's code into packages/culprit/dist, where `tsc -b` puts the declarations: to load 230 small files
// takes four times as long as two large ones (docs/adr/0015-bundled-library.md). Entries share their modules, so a
// class is the same whichever entry it comes from. Our own pure packages go in, and what reads source maps with its
// licences; all else stays an import.
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../packages/culprit/', import.meta.url))
const source = join(root, 'src')
const dist = join(root, 'dist')
const foreign = ['@jridgewell/trace-mapping', '@jridgewell/sourcemap-codec', '@jridgewell/resolve-uri']
const inlined = ['@culprit/wire', '@culprit/stack', '@culprit/redact', '@culprit/grouping', ...foreign]
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const files = globSync('**/*.{ts,tsx}', { cwd: source }).filter((file) => !/\.test\.tsx?$/.test(file))
const bundles = await bundle([...new Set([...exported(), ...programs(), ...commands()])])
removeOthers(bundles)
writeLicences()
process.stdout.write(`culprit: ${bundles.size} files of ${files.length} modules\n`)

/** Paths below src, without ending, of what the package exports. */
function exported() {
  return Object.values(manifest.exports)
    .map((target) => target['@culprit/source'])
    .filter((path) => path !== undefined)
    .map((path) => path.replace(/^\.\/src\/|\.ts$/g, ''))
}

/** Those that another process or thread is started with: named as `new URL('./name...', import.meta.url)`. */
function programs() {
  const named = /new URL\(\s*['"`](\.{1,2}\/[\w./-]+?)(?:\.ts)?['"`$]/g
  return files.flatMap((file) =>
    [...readFileSync(join(source, file), 'utf8').matchAll(named)]
      .map(([, name]) => posix.join(posix.dirname(file), name))
      .filter((name) => existsSync(join(source, `${name}.ts`))),
  )
}

/** What the commands of the package load. */
function commands() {
  return globSync('bin/*.js', { cwd: root }).flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/'\.\.\/dist\/([\w./-]+)\.js'/g)].map(
      ([, name]) => name,
    ),
  )
}

async function bundle(names) {
  const { output } = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: [ownUrls()],
    resolve: { conditions: ['@culprit/source'] },
    ssr: { noExternal: inlined, resolve: { conditions: ['@culprit/source', 'node', 'module', 'default'] } },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      ssr: true,
      outDir: dist,
      emptyOutDir: false,
      copyPublicDir: false,
      minify: false,
      sourcemap: true,
      target: 'node22',
      rolldownOptions: {
        input: Object.fromEntries(names.map((name) => [name, join(source, `${name}.ts`)])),
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          comments: false,
          // What `import 'culprit'` needs, in one file.
          codeSplitting: { groups: [{ name: 'core', test: (id) => id === join(source, 'index.ts') }] },
        },
      },
    },
  })
  return new Set(output.flatMap(({ fileName }) => [fileName, `${fileName}.map`]))
}

/** Has `import.meta.url` name the place that a module would have as a file of its own, whichever file it ends up in. */
function ownUrls() {
  const mark = /__urlOf\("([^"]+)"\)/g
  return {
    name: 'own-urls',
    transform(code, id) {
      if (!id.startsWith(source) || !code.includes('import.meta.url')) return undefined
      const place = relative(source, id)
        .replaceAll('\\', '/')
        .replace(/\.tsx?$/, '.js')
      return { code: code.replaceAll('import.meta.url', `__urlOf("${place}")`), map: null }
    },
    renderChunk(code, { fileName }) {
      if (!mark.test(code)) return undefined
      const from = posix.dirname(fileName)
      const written = code.replace(mark, (_all, place) => {
        const path = posix.relative(from, place)
        return `new URL("${path.startsWith('.') ? path : `./${path}`}", import.meta.url).href`
      })
      return { code: written, map: null }
    },
  }
}

function writeLicences() {
  const texts = foreign.map((name) => {
    const licence = readFileSync(join(root, '../../node_modules', name, 'LICENSE'), 'utf8')
    return `${name}\n\n${licence.trim()}\n`
  })
  writeFileSync(join(dist, 'THIRD-PARTY-LICENCES.txt'), texts.join('\n---\n\n'))
}

/** Removes what an earlier build has left: code of other names. */
function removeOthers(written) {
  for (const file of globSync('**/*.{js,js.map}', { cwd: dist }))
    if (!written.has(file.replaceAll('\\', '/'))) rmSync(join(dist, file))
}
