import type { DigestPlan } from '@culprit/tracker'
import { expect, it } from 'vitest'
import { digestSamples, sampleFingerprint, sampleId, sampleNow } from './sample-batch.ts'
import type { StoreHarness } from './store-harness.ts'

type Note = DigestPlan['attachments'][number]

function noteOf(filename: string, body: string | undefined, parts: Partial<Note> = {}): Note {
  return {
    projectId: 1,
    eventId: sampleId(1),
    received: sampleNow,
    filename,
    contentType: 'text/plain',
    attachmentType: 'event.attachment',
    bytes: body?.length ?? 9,
    body: body === undefined ? undefined : new TextEncoder().encode(body),
    ...parts,
  }
}

/** What every engine must answer about attachments: the notes in their order, and each body under its own note. */
export function describeAttachments(get: () => StoreHarness): void {
  const bodyOf = async (index: number, scope: readonly number[] = [1], projectId = 1): Promise<string> => {
    const body = await get().reads.attachmentBody(scope, { projectId, eventId: sampleId(1), index })
    return body ? new TextDecoder().decode(body) : 'none'
  }

  it('gives back the kept bytes of each attachment, and says which were kept', async () => {
    const first = [noteOf('a.txt', 'aaa'), noteOf('b.txt', undefined)]
    await digestSamples(get(), [sampleFingerprint(1)], { attachments: first })
    // A later batch brings more for the same event, and one for another project's event of the same id.
    const later = [noteOf('c.txt', 'cc'), noteOf('x.txt', 'theirs', { projectId: 2 }), noteOf('d.txt', '')]
    await digestSamples(get(), [], { attachments: later, upTo: { segment: 1, offset: 100 } })
    const notes = await get().reads.attachmentsOfEvent([1, 2], 1, sampleId(1))
    expect(notes.map(({ filename, stored }) => [filename, stored])).toEqual([
      ['a.txt', true],
      ['b.txt', false],
      ['c.txt', true],
      ['d.txt', true],
    ])
    const bodies: string[] = []
    for (const index of [0, 1, 2, 3, 4]) bodies.push(await bodyOf(index, [1, 2]))
    expect(bodies).toEqual(['aaa', 'none', 'cc', '', 'none'])
    expect(await bodyOf(0, [2], 2)).toBe('theirs')
    expect(await bodyOf(0, [2])).toBe('none')
    for (const index of [-1, 0.5, Number.NaN, 1e9]) expect(await bodyOf(index)).toBe('none')
  })

  it('forgets attachments with their day, also on a day without events', async () => {
    const old = sampleNow - 5 * 86_400_000
    await digestSamples(get(), [sampleFingerprint(1)], {
      attachments: [noteOf('old.txt', 'old', { received: old }), noteOf('new.txt', 'new')],
    })
    const { bytesFreed } = await get().commands.applyRetention({ now: sampleNow, retentionDays: 3 })
    expect(bytesFreed).toBe(3)
    expect(await get().reads.attachmentsOfEvent([1], 1, sampleId(1))).toMatchObject([{ filename: 'new.txt' }])
    expect(await bodyOf(0)).toBe('new')
  })
}
