import { describe, expect, it } from 'vitest'
import { classifyFile } from './classify-file.ts'

const source = new URL('../../index.ts', import.meta.url)
const built = new URL('../../../dist/index.js', import.meta.url)

describe('classifyFile()', () => {
  it.each([
    ['its own source', source.href, 'dependency'],
    ['its own source by path', source.pathname, 'dependency'],
    ['what is built of it', built.href, 'dependency'],
    ['its tests', import.meta.url, 'app'],
    ['a program beside it', new URL('../../../../app/src/main.ts', import.meta.url).href, 'app'],
    ['a package', '/srv/node_modules/express/index.js', 'dependency'],
    ['the runtime', 'node:fs', 'runtime'],
    ['nothing', undefined, 'unknown'],
  ])('says whose code %s is', (_whose, file, kind) => {
    expect(classifyFile(file)).toBe(kind)
  })
})
