import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it that are missing, at most as many as its path has parts. Where it exists nothing
 * happens. Not by `mkdirSync`'s own `recursive`: that never returns where the system answers ENOENT to making a folder
 * in one that exists (`/proc/x`), and would hang the application for good.
 * @param mode the rights of the folders that are made
 * @throws {Error} the system's, when a folder cannot be made or something else has its name
 */
export function makeFolder(path: string, mode: number = 0o777): void {
  const missing: string[] = []
  for (let folder = path; !exists(folder) && dirname(folder) !== folder; folder = dirname(folder))
    missing.push(folder)
  for (const folder of missing.reverse()) makeOne(folder, mode)
}

function makeOne(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode })
  } catch (error) {
    // Another process was faster.
    if (!isFolder(folder)) throw error
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}
