import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')

/** WCAG 2.2 relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
)

const onSurfaces = [
  'text',
  'text-2',
  'text-3',
  'accent',
  'bad',
  'warn',
  'good',
  'level-fatal',
  'level-error',
  'level-warning',
  'level-info',
  'level-debug',
]
const onCode = [
  'text',
  'text-3',
  'bad',
  ...[...colours.keys()].filter((name) => /^code-(?!bg|current)/.test(name)),
]
const cases = [
  ...onSurfaces.flatMap((text) =>
    ['bg', 'surface', 'sunken', 'hover'].map((ground) => [text, ground] as const),
  ),
  ...onCode.flatMap((text) =>
    ['code-bg', 'code-current', 'surface', 'hover'].map((ground) => [text, ground] as const),
  ),
  ...(['bad', 'warn', 'good', 'accent'] as const).map((name) => [name, `${name}-weak`] as const),
  ['text', 'facet'] as const,
  ['text-2', 'facet'] as const,
  ['text-2', 'accent-weak'] as const,
  ['text-3', 'accent-weak'] as const,
  ['text', 'accent-weak'] as const,
  ['text', 'warn-weak'] as const,
  ['bg', 'text'] as const,
  ['on-accent', 'accent'] as const,
  ['accent-strong', 'surface'] as const,
]

describe('tokens.css', () => {
  it.each(cases)('%s on %s has a contrast of at least 4.5 in both themes', (text, ground) => {
    const [front, back] = [colours.get(text), colours.get(ground)]
    expect(contrast(front?.light ?? '#777777', back?.light ?? '#777777'), 'light').toBeGreaterThanOrEqual(4.5)
    expect(contrast(front?.dark ?? '#777777', back?.dark ?? '#777777'), 'dark').toBeGreaterThanOrEqual(4.5)
  })

  it('is the only style sheet that names a colour', () => {
    const view = readFileSync(new URL('view.css', import.meta.url), 'utf8')
    expect(view).not.toMatch(/#[0-9a-f]{3,8}\b|rgb\(|hsl\(|oklch\(/i)
  })
})
