/**
 * The few web globals this package uses, declared by hand: it must compile without the DOM's and Node's types, so
 * that nothing of either can slip in. All of them exist in every browser and server runtime of today.
 */
declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean })
  decode(input?: Uint8Array): string
}

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>
}

declare function atob(data: string): string

declare const crypto: { getRandomValues<T extends Uint8Array>(array: T): T }
