/**
 * Returns a Markdown code block around text from strangers. The fence is longer than any run of backticks
 * in the text, so nothing in it can end the block (CommonMark 0.31, section 4.5).
 */
export function fence(text: string, info: string = ''): string {
  let longest = 0
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  const mark = '`'.repeat(Math.max(3, longest + 1))
  return `${mark}${info}\n${text}\n${mark}`
}
