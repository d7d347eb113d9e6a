import { describe, expect, it } from 'vitest'
import { type AnswerHold, createAnswerHold } from './answer-hold.ts'

interface World {
  now: number
  /** Entries that wait, of projects with an odd number; even ones are never behind. */
  waiting: number
  /** What the timer runs, and when. */
  timer: { readonly run: () => void; readonly at: number } | undefined
}

const room = 10

function create(most?: number): {
  readonly hold: AnswerHold
  readonly world: World
  readonly gone: string[]
  ask(name: string, projectId?: number): void
  pass(ms: number): Promise<void>
  settled(): Promise<void>
} {
  const world: World = { now: 0, waiting: 0, timer: undefined }
  const gone: string[] = []
  const hold = createAnswerHold({
    backlog: {
      isBehind: (projectId, expected) => projectId % 2 === 1 && world.waiting + (expected?.ofAll ?? 0) > room,
    },
    mostMs: 500,
    most,
    monotonic: () => world.now,
    setTimer: (run, ms) => {
      world.timer = { run, at: world.now + ms }
      return () => (world.timer = undefined)
    },
  })
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    hold,
    world,
    gone,
    ask(name, projectId = 1) {
      const held = hold.wait(projectId)
      if (held) void held.then(() => gone.push(name))
      else gone.push(name)
    },
    async pass(ms) {
      world.now += ms
      if (world.timer && world.timer.at <= world.now) world.timer.run()
      await settled()
    },
    settled,
  }
}

describe('createAnswerHold', () => {
  it('holds nothing while there is room', () => {
    const { ask, gone, hold, world } = create()
    world.waiting = room
    ask('a')
    expect(gone).toEqual(['a'])
    expect(hold.counts()).toEqual({ waiting: 0, held: 0, heldMs: 0 })
  })

  it('lets go in order, as many as there is room for', async () => {
    const { ask, gone, hold, world, settled } = create()
    world.waiting = room + 1
    for (const name of ['a', 'b', 'c', 'd', 'e']) ask(name)
    await settled()
    expect(gone).toEqual([])
    world.waiting = room - 2
    hold.digested()
    await settled()
    expect(gone).toEqual(['a', 'b', 'c'])
    expect(hold.counts()).toMatchObject({ waiting: 2, held: 3 })
    hold.digested()
    await settled()
    expect(gone).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it('answers a project at once that is not behind, past those that are held', async () => {
    const { ask, gone, world, settled } = create()
    world.waiting = room + 1
    ask('noisy', 1)
    ask('quiet', 2)
    await settled()
    expect(gone).toEqual(['quiet'])
  })

  it('lets each go when its time is up, whatever the digest does', async () => {
    const { ask, gone, hold, pass, world } = create()
    world.waiting = room + 1
    ask('a')
    await pass(200)
    ask('b')
    await pass(299)
    expect(gone).toEqual([])
    await pass(1)
    expect(gone).toEqual(['a'])
    await pass(200)
    expect(gone).toEqual(['a', 'b'])
    expect(hold.counts()).toEqual({ waiting: 0, held: 2, heldMs: 1000 })
    ask('c')
    await pass(500)
    expect(gone).toEqual(['a', 'b', 'c'])
  })

  it('lets the oldest go when more wait than it holds', async () => {
    const { ask, gone, world, settled } = create(2)
    world.waiting = room + 1
    for (const name of ['a', 'b', 'c', 'd']) ask(name)
    await settled()
    expect(gone).toEqual(['a', 'b'])
  })

  it('lets all go when it is closed, and holds none from then on', async () => {
    const { ask, gone, hold, world, settled } = create()
    world.waiting = room + 1
    ask('a')
    hold.close()
    await settled()
    ask('b')
    expect(gone).toEqual(['a', 'b'])
    expect(world.timer).toBeUndefined()
  })
})
