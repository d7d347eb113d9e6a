import { createRequire } from 'node:module'

/** Loads a package by name; throws when it is not installed. */
export type PackageLoader = (name: string) => unknown

/**
 * Returns a package the application may have installed, or undefined when it is not there or does not start.
 * Synchronous, so that handlers know at once what they can use.
 */
export function optionalPackage(name: string, load: PackageLoader = createRequire(import.meta.url)): unknown {
  try {
    return load(name)
  } catch {
    return undefined
  }
}

/** A function of a package whose types are not known. */
export type AnyFunction = (...values: readonly unknown[]) => unknown

/** Says whether a package has a function of this name. */
export function hasFunction<Name extends string>(
  value: unknown,
  name: Name,
): value is Readonly<Record<Name, AnyFunction>> {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function'
}
