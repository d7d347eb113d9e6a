import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Folders that hold nothing which a person edits (RLD-4). */
const ignored: ReadonlySet<string> = new Set(['node_modules', '.git', '.hg', '.svn', '.cache', '__pycache__'])

/** What is in a folder and all below it. */
export interface FolderFiles {
  readonly folders: readonly string[]
  readonly files: readonly string[]
}

/** A tree is read up to this many files; whoever names `/` by mistake gets a reloader all the same. */
const most = 10_000

/** Returns the files in a folder and below it, without those of packages and version control. */
export function folderFiles(root: string): FolderFiles {
  const folders = [root]
  const files: string[] = []
  for (const folder of folders) {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name)
      if (entry.isDirectory() && !ignored.has(entry.name)) folders.push(path)
      else if (entry.isFile()) files.push(path)
    }
    if (files.length + folders.length > most) break
  }
  return { folders, files }
}

function entriesOf(folder: string): ReturnType<typeof readEntries> {
  try {
    return readEntries(folder)
  } catch {
    return []
  }
}

function readEntries(folder: string) {
  return readdirSync(folder, { withFileTypes: true })
}
