import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { remote, serve } from './rpc.ts'

interface Calculator {
  add(a: number, b: number): Promise<number>
  fail(text: string): Promise<never>
  never(): Promise<void>
}

const ports: MessagePort[] = []

function connect(target: object): Calculator {
  const { port1, port2 } = new MessageChannel()
  ports.push(port1, port2)
  serve(port1, target)
  return remote<Calculator>(port2)
}

afterEach(() => {
  for (const port of ports.splice(0)) port.close()
})

describe('remote()', () => {
  it('calls the method of the same name at the other end', async () => {
    const calculator = connect({ add: (a: number, b: number) => a + b })
    expect(await Promise.all([calculator.add(1, 2), calculator.add(3, 4)])).toEqual([3, 7])
  })

  it('rejects with the error of the other end, its message included', async () => {
    const calculator = connect({
      fail: (text: string) => {
        throw new RangeError(text)
      },
    })
    await expect(calculator.fail('too far')).rejects.toThrow('too far')
  })

  it('rejects when there is no such method', async () => {
    await expect(connect({}).add(1, 2)).rejects.toThrow('No method add')
  })

  it('rejects what waits when the other thread ends', async () => {
    const calculator = connect({ never: () => new Promise(() => undefined) })
    const waiting = calculator.never()
    ports[0]?.close()
    await expect(waiting).rejects.toThrow('ended')
  })

  it('can be awaited without calling anything', async () => {
    const calculator = connect({})
    expect(await Promise.resolve(calculator)).toBe(calculator)
  })
})
