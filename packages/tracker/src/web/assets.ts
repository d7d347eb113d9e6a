import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import * as v from 'valibot'

/** The files that pages load: one style sheet and the island bundles, all from our own origin. */
export interface Assets {
  /** Path of the style sheet, `/assets/style-3f2a91bc.css`. */
  readonly style: string
  /** Paths to load for an island: the entry first, then the chunks it imports. Empty when there is no such island. */
  scripts(island: string): readonly string[]
  /** Returns the file at a path under `/assets/`, or undefined when there is none. */
  serve(path: string, acceptEncoding: string): Response | undefined
}

/** A file as it is kept in memory: as it is and as it compresses. */
interface AssetFile {
  readonly type: string
  readonly etag: string
  readonly plain: Uint8Array<ArrayBuffer>
  readonly gzip: Uint8Array<ArrayBuffer>
  readonly brotli: Uint8Array<ArrayBuffer>
}

const manifestSchema = v.object({
  style: v.string(),
  islands: v.record(v.string(), v.array(v.string())),
})

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

/**
 * Reads the built assets of a directory into memory: `manifest.json` and every css, js and svg file beside it, each
 * compressed once. About 100 kB in all.
 * @throws {Error} when the directory or its manifest is missing or no manifest, with what to do.
 */
export function loadAssets(directory: string): Assets {
  const manifest = readManifest(directory)
  const files = new Map<string, AssetFile>()
  for (const name of readdirSync(directory)) {
    const type = types[name.slice(name.lastIndexOf('.') + 1)]
    if (type !== undefined)
      files.set(`/assets/${name}`, toAssetFile(readFileSync(join(directory, name)), type))
  }
  return {
    style: `/assets/${manifest.style}`,
    scripts: (island) => (manifest.islands[island] ?? []).map((name) => `/assets/${name}`),
    serve: (path, acceptEncoding) => {
      const file = files.get(path)
      return file && toResponse(file, acceptEncoding)
    },
  }
}

/** Returns assets without any file, for tests of pages. */
export function emptyAssets(): Assets {
  return { style: '/assets/style.css', scripts: (island) => [`/assets/${island}.js`], serve: () => undefined }
}

function readManifest(directory: string): v.InferOutput<typeof manifestSchema> {
  try {
    return v.parse(manifestSchema, JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')))
  } catch (cause) {
    throw new Error(`The built page assets cannot be read from ${directory}: run \`npm run build\`.`, {
      cause,
    })
  }
}

function toAssetFile(plain: Buffer<ArrayBuffer>, type: string): AssetFile {
  return {
    type,
    etag: `"${createHash('sha256').update(plain).digest('hex').slice(0, 24)}"`,
    plain,
    gzip: gzipSync(plain, { level: 9 }),
    brotli: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  }
}

function toResponse(file: AssetFile, acceptEncoding: string): Response {
  const encoding = /\bbr\b/.test(acceptEncoding) ? 'br' : /\bgzip\b/.test(acceptEncoding) ? 'gzip' : undefined
  const body = encoding === 'br' ? file.brotli : encoding === 'gzip' ? file.gzip : file.plain
  const headers = new Headers({
    'content-type': file.type,
    'content-length': String(body.byteLength),
    // Names carry a hash of the content, so a name never changes its meaning.
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    etag: file.etag,
    vary: 'accept-encoding',
  })
  if (encoding) headers.set('content-encoding', encoding)
  return new Response(body, { headers })
}
