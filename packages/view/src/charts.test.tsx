import { render } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import { EventGraph } from './event-graph.tsx'
import { Sparkline } from './sparkline.tsx'
import { TagBars } from './tag-bars.tsx'

describe('Sparkline', () => {
  it('says total and peak in words', () => {
    expect(render(<Sparkline counts={[1, 0, 4]} label="Events" />)).toContain(
      'aria-label="Events: 5, at most 4 at once"',
    )
  })

  it('stays inside its box whatever the counts, and draws nothing for none', () => {
    const html = render(<Sparkline counts={[0, 1, 1e9]} label="x" width={90} height={20} />)
    for (const [, y, size] of html.matchAll(/ y="([\d.]+)" width="[\d.]+" height="([\d.]+)"/g)) {
      expect(Number(y)).toBeGreaterThanOrEqual(0)
      expect(Number(y) + Number(size)).toBeLessThanOrEqual(20)
    }
    expect(render(<Sparkline counts={[]} label="x" />)).not.toContain('<rect')
  })
})

describe('EventGraph', () => {
  it('has a table of the spans in which something happened', () => {
    const html = render(
      <EventGraph
        label="Events an hour"
        buckets={[
          { at: 0, count: 0 },
          { at: 3_600_000, count: 7 },
        ]}
      />,
    )
    expect(html.match(/<td>/g)).toHaveLength(2)
    expect(html).toContain('1970-01-01 01:00:00 UTC')
  })
})

describe('TagBars', () => {
  it('shows the share of each value, and never more than all', () => {
    const html = render(
      <TagBars
        facets={[
          {
            key: 'browser',
            total: 3,
            values: [
              { value: 'A', count: 2 },
              { value: 'B', count: 9 },
            ],
          },
        ]}
      />,
    )
    expect(html).toContain('>67%<')
    expect(html).toContain('width="100.0%"')
  })
})
