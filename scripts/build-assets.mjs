// Builds what pages load: one style sheet and a bundle for each island, into packages/tracker/dist/assets, with a
// manifest; and what stands in the debugger's page, into packages/culprit/dist/debugger-page.json. Prints what each
// weighs and fails when one is over its budget.
import { createHash } from 'node:crypto'
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

/** What the builds share. */
const buildOptions = {
  configFile: false,
  logLevel: 'error',
  resolve: { conditions: ['@culprit/source', 'module', 'browser', 'production'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
}
const outputOptions = {
  target: 'es2022',
  modulePreload: false,
  cssMinify: 'lightningcss',
  cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  reportCompressedSize: false,
}

const entries = islandEntries()
const bundle = await bundleAll()
const manifest = writeManifest(bundle)
const inline = await buildDebuggerPage()
process.exitCode = report(manifest, inline) ? 0 : 1

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
    ...buildOptions,
    root: web,
    build: {
      ...outputOptions,
      outDir: out,
      emptyOutDir: false,
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

/** The debugger's page loads nothing: its script and style stand in it, and its policy names their hashes. */
async function buildDebuggerPage() {
  const page = join(root, 'packages/culprit/src/debugger/page')
  const result = await build({
    ...buildOptions,
    root: page,
    build: {
      ...outputOptions,
      write: false,
      rollupOptions: {
        input: { script: join(page, 'script/main.ts'), style: join(page, 'style/main.css') },
        output: { entryFileNames: '[name].js', assetFileNames: '[name][extname]' },
      },
    },
  })
  const files = Array.isArray(result) ? result.flatMap(({ output }) => output) : result.output
  const script = scoped(files.find(({ fileName }) => fileName === 'script.js')?.code)
  const style = String(files.find(({ fileName }) => fileName.endsWith('.css'))?.source)
  for (const [name, text] of Object.entries({ script, style }))
    if (/<\/(?:script|style)|<!--/i.test(text))
      throw new Error(`The ${name} of the debugger's page would end its element.`)
  const file = join(root, 'packages/culprit/dist/debugger-page.json')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify({ script, style, scriptHash: hashOf(script), styleHash: hashOf(style) }))
  return { script, style }
}

/** A module's code as a plain script: in a block of its own, so that its names are not global. */
function scoped(code) {
  if (typeof code !== 'string' || /^\s*(?:import|export)\b/m.test(code))
    throw new Error("The script of the debugger's page must be one piece.")
  // A comment of HTML that is opened in a text (the highlighter knows them) would matter to the parser of the page.
  return `{${code.trim().replaceAll('<!--', String.raw`\x3c!--`)}}`
}

function hashOf(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
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

function report({ style, islands }, page) {
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
  const weighText = (text) => gzipSync(text, { level: 9 }).length
  rows.push({ name: 'debugger script', bytes: weighText(page.script), budget: scriptBudget })
  rows.push({ name: 'debugger style', bytes: weighText(page.style), budget: styleBudget })
  for (const { name, bytes, budget } of rows) {
    const over = bytes > budget ? '  over budget' : ''
    console.error(
      `${name.padEnd(20)} ${(bytes / 1000).toFixed(1).padStart(5)} kB gz of ${budget / 1000}${over}`,
    )
  }
  return existsSync(join(out, 'manifest.json')) && rows.every(({ bytes, budget }) => bytes <= budget)
}
