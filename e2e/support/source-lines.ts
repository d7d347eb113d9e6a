import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Returns the path of an application's file and the number of the line that holds a text. */
export function placeOf(
  file: string,
  text: string,
): { readonly path: string; readonly line: number; readonly source: string } {
  const path = fileURLToPath(new URL(`../apps/${file}`, import.meta.url))
  const lines = readFileSync(path, 'utf8').split('\n')
  const index = lines.findIndex((line) => line.includes(text))
  if (index < 0) throw new Error(`${file} has no line with ${text}`)
  return { path, line: index + 1, source: lines[index] ?? '' }
}
