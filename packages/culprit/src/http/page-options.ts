import { parseDsn } from '@culprit/wire'
import type { SafeHtml } from '../html/html.ts'
import type { GivenTexts } from './page-texts.ts'

/** A link at the foot of every error page. */
export interface PageLink {
  readonly text: string
  /** `https:`, `http:`, `mailto:`, or a path that begins with a slash. */
  readonly href: string
}

/** Whose pages these are. */
export interface PageBrand {
  readonly name?: string | undefined
  /** A CSS colour: a name, `#c2410c`, or a function such as `oklch(60% 0.2 40)`. */
  readonly color?: string | undefined
  /** An image as `data:` URL of at most 16,384 characters; nothing is loaded from elsewhere. */
  readonly logo?: string | undefined
  /** At most 8; they replace the link to `/`. */
  readonly links?: readonly PageLink[] | undefined
}

/** What a page of the application is made of. Everything in it may come from strangers: use `html` to escape it. */
export interface PageModel {
  readonly status: number
  readonly phrase: string
  readonly description: string
  readonly method: string
  readonly path: string
  /** The language the visitor prefers among those there are texts for. */
  readonly language: string
  /** The reference id, on 5xx. */
  readonly reference?: string | undefined
  /** Returns the page that would be sent otherwise. */
  readonly builtIn: () => SafeHtml
}

/**
 * A whole page in place of the generic one: markup, or a function that makes it. A string is sent as it is. When the
 * function throws, rejects, takes longer than two seconds or returns no text, the generic page is sent.
 */
export type CustomPage =
  | string
  | SafeHtml
  | ((model: PageModel) => string | SafeHtml | Promise<string | SafeHtml>)

/** How an application changes the generic pages. */
export interface ErrorPagesOptions {
  /** A page for one status from 400 to 599. It gets no content security policy of ours. */
  readonly [status: number]: CustomPage
  /** A page for every status that has none of its own. */
  readonly default?: CustomPage | undefined
  readonly brand?: PageBrand | undefined
  /** Texts by language tag (`de`, `pt-BR`); the visitor's `Accept-Language` chooses. English is built in. */
  readonly texts?: Readonly<Record<string, GivenTexts>> | undefined
  /** The language of visitors who want none of them. @default 'en' */
  readonly language?: string | undefined
  /** A form on 5xx pages, in which visitors tell the tracker what they did. */
  readonly feedback?: { readonly dsn: string } | undefined
}

const keys = new Set(['default', 'brand', 'texts', 'language', 'feedback'])
const brandKeys = new Set(['name', 'color', 'logo', 'links'])
const colorGrammar =
  /^(?:#[\da-f]{3,8}|[a-z]+|(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\([\d\s.,%/+a-z-]{1,80}\))$/i
const logoGrammar = /^data:image\/[\w.+-]+[;,]/i
const maxLogoLength = 16_384
const maxLinks = 8

/**
 * Checks the options of error pages when the application starts, so that nothing is wrong with them when it fails.
 * @throws {TypeError} when a key is unknown or a value cannot be used; the message names its path
 */
export function checkPageOptions(options: ErrorPagesOptions): void {
  for (const key of Object.keys(options))
    if (!keys.has(key) && !isErrorStatus(key))
      refuse(`pages.${key}`, `a status code from 400 to 599 or one of the keys ${[...keys].join(', ')}`)
  const { brand, texts, language, feedback } = options
  if (brand !== undefined) checkBrand(brand)
  for (const tag of [...Object.keys(texts ?? {}), ...(language === undefined ? [] : [language])])
    if (!isLanguageTag(tag)) refuse(`pages.texts.${tag}`, 'a language tag such as "de" or "pt-BR"')
  if (language !== undefined && language !== 'en' && texts?.[language] === undefined)
    refuse('pages.language', '"en" or a language of pages.texts')
  if (feedback !== undefined && parseDsn(feedback.dsn) === undefined) refuse('pages.feedback.dsn', 'a DSN')
}

function checkBrand(brand: PageBrand): void {
  for (const key of Object.keys(brand))
    if (!brandKeys.has(key)) refuse(`pages.brand.${key}`, `one of the keys ${[...brandKeys].join(', ')}`)
  if (brand.color !== undefined && !colorGrammar.test(brand.color))
    refuse('pages.brand.color', 'a CSS colour')
  if (brand.logo !== undefined && !(logoGrammar.test(brand.logo) && brand.logo.length <= maxLogoLength))
    refuse('pages.brand.logo', `a data: URL of an image, of at most ${maxLogoLength} characters`)
  const links = brand.links ?? []
  if (links.length > maxLinks) refuse('pages.brand.links', `a list of at most ${maxLinks} links`)
  for (const [index, link] of links.entries())
    if (!/^(?:https?:|mailto:|\/)/i.test(link.href))
      refuse(
        `pages.brand.links[${index}].href`,
        'an http, https or mailto URL, or a path that begins with a slash',
      )
}

/** Returns true for the key of a page of one status. */
export function isErrorStatus(key: string): boolean {
  return /^[45]\d\d$/.test(key)
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

function refuse(path: string, wanted: string): never {
  throw new TypeError(`${path} must be ${wanted}.`)
}
