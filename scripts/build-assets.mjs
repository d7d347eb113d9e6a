// Builds what pages load: one style sheet and a bundle for each island, into packages/tracker/dist/assets, with a
// manifest. Prints what each page weighs and fails when one is over its budget.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const web = join(root, 'packages/tracker/src/web')
const out = join(root, 'packages/tracker/dist/assets')

/** Gzipped bytes. */
const scriptBudget = 20_000
const styleBudget = 14_000

/** Islands that every page of the shell loads; their weight counts for each page. */
const shellIslands = ['shell']

const entries = islandEntries()
const bundle = await bundleAll()
const manifest = writeManifest(bundle)
process.exitCode = report(manifest) ? 0 : 1

function islandEntries() {
  const folder = join(web, 'islands')
  const names = readdirSync(folder).filter((name) => /\.tsx?$/.test(name) && !/\.(test|d)\./.test(name))
  return names
    .map((name) => ({ name: basename(name, extname(name)), path: join(folder, name) }))
    .filter(({ path }) => isEntry(path))
}

/** A part exports something and does nothing by itself; an entry is the other way round. */
function isEntry(path) {
  return !/^export /m.test(readFileSync(path, 'utf8'))
}

async function bundleAll() {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const result = await build({
    root: web,
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@culprit/source', 'module', 'browser', 'production'] },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: out,
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: false,
      cssMinify: 'lightningcss',
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      reportCompressedSize: false,
      rollupOptions: {
        input: {
          ...Object.fromEntries(entries.map(({ name, path }) => [name, path])),
          style: join(web, 'styles/main.css'),
        },
        output: {
          entryFileNames: '[name]-[hash].js',
          chunkFileNames: 'part-[hash].js',
          assetFileNames: '[name]-[hash][extname]',
        },
      },
    },
  })
  return Array.isArray(result) ? result.flatMap(({ output }) => output) : result.output
}

/** Returns each entry's file and, after it, the chunks it imports, so that pages load all of them at once. */
function writeManifest(files) {
  const chunks = new Map(files.filter(({ type }) => type === 'chunk').map((chunk) => [chunk.fileName, chunk]))
  const style = files.find(({ type, fileName }) => type === 'asset' && fileName.endsWith('.css'))
  if (!style) throw new Error('The build made no style sheet.')
  const islands = {}
  for (const chunk of chunks.values()) {
    if (chunk.isEntry && entries.some(({ name }) => name === chunk.name))
      islands[chunk.name] = withImports(chunk.fileName, chunks)
  }
  for (const { name } of entries)
    if (!islands[name]) throw new Error(`The build made no bundle for the island ${name}.`)
  const manifest = { style: style.fileName, islands }
  writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
  return manifest
}

function withImports(fileName, chunks, seen = new Set()) {
  if (seen.has(fileName)) return []
  seen.add(fileName)
  const imports = chunks.get(fileName)?.imports ?? []
  return [fileName, ...imports.flatMap((name) => withImports(name, chunks, seen))]
}

function report({ style, islands }) {
  const weigh = (names) =>
    [...new Set(names)].reduce(
      (sum, name) => sum + gzipSync(readFileSync(join(out, name)), { level: 9 }).length,
      0,
    )
  const shell = shellIslands.flatMap((name) => islands[name] ?? [])
  const rows = Object.entries(islands).map(([name, files]) => ({
    name: `${name}.js`,
    bytes: weigh([...shell, ...files]),
    budget: scriptBudget,
  }))
  rows.push({ name: 'style.css', bytes: weigh([style]), budget: styleBudget })
  for (const { name, bytes, budget } of rows) {
    const over = bytes > budget ? '  over budget' : ''
    console.error(
      `${name.padEnd(20)} ${(bytes / 1000).toFixed(1).padStart(5)} kB gz of ${budget / 1000}${over}`,
    )
  }
  return existsSync(join(out, 'manifest.json')) && rows.every(({ bytes, budget }) => bytes <= budget)
}
