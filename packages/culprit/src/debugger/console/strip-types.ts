/**
 * Returns TypeScript without its types; undefined where Node cannot do it (before 22.13) or the code is not TypeScript
 * either. Node warns once that this is experimental, which nobody who types into a console needs to know.
 */
export function stripTypes(source: string): string | undefined {
  const strip = process.getBuiltinModule('node:module').stripTypeScriptTypes as
    | typeof stripFunction
    | undefined
  if (strip === undefined) return undefined
  const emitWarning = process.emitWarning
  process.emitWarning = () => {}
  try {
    return strip(source)
  } catch {
    return undefined
  } finally {
    process.emitWarning = emitWarning
  }
}

declare function stripFunction(source: string): string
