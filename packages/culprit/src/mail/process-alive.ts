/** Says whether a process with this id lives on this machine. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Not being allowed to signal it means that it lives.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
