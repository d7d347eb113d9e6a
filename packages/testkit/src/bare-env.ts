/**
 * Returns what a program that a test starts is given of this process's environment: where programs are, and where Node
 * keeps the code that it has compiled. A developer's own variables are no part of it.
 */
export function bareEnv(): NodeJS.ProcessEnv {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  return { PATH, ...(NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE }) }
}
