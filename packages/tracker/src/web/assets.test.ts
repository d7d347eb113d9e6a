import { createTempDir } from '@culprit/testkit'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { loadAssets } from './assets.ts'

const css = 'a{color:red}'.repeat(50)

it('serves built files, compressed as asked, for ever', async () => {
  await using temp = await createTempDir()
  await writeFile(
    join(temp.path, 'manifest.json'),
    JSON.stringify({ style: 'style-1.css', islands: { shell: ['shell-1.js', 'part-1.js'] } }),
  )
  await writeFile(join(temp.path, 'style-1.css'), css)
  const assets = loadAssets(temp.path)
  expect([assets.style, assets.scripts('shell'), assets.scripts('nosuch')]).toEqual([
    '/assets/style-1.css',
    ['/assets/shell-1.js', '/assets/part-1.js'],
    [],
  ])
  const answer = async (accept: string): Promise<[string | null, Buffer]> => {
    const response = assets.serve('/assets/style-1.css', accept)
    expect(response?.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    return [
      response?.headers.get('content-encoding') ?? null,
      Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer()),
    ]
  }
  const [plain, gzip, brotli] = [await answer(''), await answer('gzip, deflate'), await answer('gzip, br')]
  expect([plain[0], plain[1].toString()]).toEqual([null, css])
  expect([gzip[0], gunzipSync(gzip[1]).toString()]).toEqual(['gzip', css])
  expect([brotli[0], brotliDecompressSync(brotli[1]).toString()]).toEqual(['br', css])
  for (const path of ['/assets/manifest.json', '/assets/../secret', '/assets/'])
    expect(assets.serve(path, '')).toBeUndefined()
})

it('says what to do when the assets were not built', () => {
  expect(() => loadAssets('/nonexistent')).toThrow('npm run build')
})
