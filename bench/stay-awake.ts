/**
 * Waits without ever sleeping. Whoever writes to a socket wakes the process that sleeps on its other end, and pays for
 * it: the slower server, whose asker would sleep more, would seem slower still.
 */
export async function stayAwakeUntil(done: Promise<unknown>): Promise<void> {
  let isDone = false
  const turn = (): void => {
    if (!isDone) setImmediate(turn)
  }
  turn()
  try {
    await done
  } finally {
    isDone = true
  }
}
