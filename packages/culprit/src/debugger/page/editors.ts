/** An editor that opens files by addresses of its own scheme. */
export interface Editor {
  readonly id: string
  readonly name: string
  /** With `{file}` (absolute, begins with a slash), `{line}` and `{column}`. */
  readonly address: string
}

/** Editors that the page offers. Neovim and others without a scheme are opened by the server; see `openInEditor`. */
export const editors: readonly Editor[] = [
  { id: 'vscode', name: 'VS Code', address: 'vscode://file{file}:{line}:{column}' },
  { id: 'cursor', name: 'Cursor', address: 'cursor://file{file}:{line}:{column}' },
  { id: 'windsurf', name: 'Windsurf', address: 'windsurf://file{file}:{line}:{column}' },
  { id: 'zed', name: 'Zed', address: 'zed://file{file}:{line}:{column}' },
  { id: 'webstorm', name: 'WebStorm', address: 'webstorm://open?file={file}&line={line}&column={column}' },
  { id: 'idea', name: 'IntelliJ IDEA', address: 'idea://open?file={file}&line={line}&column={column}' },
  {
    id: 'sublime',
    name: 'Sublime Text',
    address: 'subl://open?url=file://{file}&line={line}&column={column}',
  },
]

/** A place in a file. */
export interface FilePlace {
  /** Absolute path. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Where files lie for the one who looks: `[path here, path there]`, e.g. from the container to the host. */
export type PathMap = readonly (readonly [from: string, to: string])[]

/**
 * Returns the address that opens a place in an editor, or undefined: the file is no absolute path, or the template is no
 * address of an application (`javascript:` and its like are none).
 */
export function editorAddress(template: string, place: FilePlace, paths: PathMap): string | undefined {
  if (!isEditorTemplate(template)) return undefined
  const mapped = mapPath(place.file, paths).replaceAll('\\', '/')
  const file = /^[A-Za-z]:\//.test(mapped) ? `/${mapped}` : mapped
  if (!file.startsWith('/') || file.startsWith('//')) return undefined
  const encoded = encodeURI(file.toWellFormed()).replace(/[?#&+]/g, encodeURIComponent)
  return template
    .replaceAll('{file}', () => encoded)
    .replaceAll('{line}', String(Math.max(1, place.line)))
    .replaceAll('{column}', String(Math.max(1, place.column)))
}

/** Returns whether a text is a template: a scheme that runs nothing in the page, and a place for the file. */
export function isEditorTemplate(template: string): boolean {
  return (
    /^[a-z][a-z\d+.-]{1,30}:\/\//i.test(template) &&
    !/^(?:javascript|data|vbscript|blob|file|about):/i.test(template) &&
    template.includes('{file}') &&
    template.length <= 500
  )
}

/** Returns a path with the first prefix that fits replaced. */
function mapPath(file: string, paths: PathMap): string {
  for (const [from, to] of paths) {
    const prefix = from.replace(/[\\/]+$/, '')
    if (file === prefix || file.startsWith(`${prefix}/`) || file.startsWith(`${prefix}\\`))
      return to.replace(/[\\/]+$/, '') + file.slice(prefix.length)
  }
  return file
}
