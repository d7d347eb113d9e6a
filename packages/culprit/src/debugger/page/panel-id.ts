/** Returns the id of a frame's panel: `f0-3` is frame 3 of the first error. It is also the page's fragment for it. */
export function panelId(error: number, frame: number): string {
  return `f${error}-${frame}`
}
