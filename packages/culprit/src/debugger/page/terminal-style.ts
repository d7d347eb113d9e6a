/** Escape sequences for a terminal, or plain text where it takes none. */
export interface TerminalStyle {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  yellow(text: string): string
  cyan(text: string): string
  green(text: string): string
  magenta(text: string): string
  /** Text that opens an address when it is clicked (OSC 8). */
  link(text: string, address: string): string
}

/** What `terminalStyle` needs to know of the terminal. */
export interface TerminalAbilities {
  readonly color: boolean
  readonly hyperlinks: boolean
}

/** Returns the sequences for a terminal. Texts are expected to be free of control characters. */
export function terminalStyle({ color, hyperlinks }: TerminalAbilities): TerminalStyle {
  const sgr =
    (open: number, close: number) =>
    (text: string): string =>
      color && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text
  return {
    bold: sgr(1, 22),
    dim: sgr(2, 22),
    red: sgr(31, 39),
    yellow: sgr(33, 39),
    cyan: sgr(36, 39),
    green: sgr(32, 39),
    magenta: sgr(35, 39),
    link: (text, address) =>
      hyperlinks && /^(?:https?|file):\/\/[\x21-\x7e]+$/.test(address)
        ? `\u001b]8;;${address}\u001b\\${text}\u001b]8;;\u001b\\`
        : text,
  }
}
