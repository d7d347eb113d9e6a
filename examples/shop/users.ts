/** Somebody who buys. */
export interface User {
  readonly name: string
  readonly email: string
  readonly password: string
}

/** Returns a customer by name; every name has one. */
export function findUser(name: string): User {
  return { name, email: `${name}@example.com`, password: `hunter2 of ${name}` }
}
