/** Languages that the highlighter knows. `plain` leaves text as it is. */
export type Language =
  | 'js'
  | 'python'
  | 'php'
  | 'ruby'
  | 'go'
  | 'java'
  | 'kotlin'
  | 'csharp'
  | 'c'
  | 'rust'
  | 'swift'
  | 'elixir'
  | 'sql'
  | 'html'
  | 'json'
  | 'css'
  | 'shell'
  | 'plain'

const byExtension: ReadonlyMap<string, Language> = new Map(
  Object.entries({
    js: 'js mjs cjs jsx ts mts cts tsx vue svelte',
    python: 'py pyi pyx pyw',
    php: 'php phtml inc',
    ruby: 'rb rake erb gemspec ru',
    go: 'go',
    java: 'java groovy gradle scala',
    kotlin: 'kt kts',
    csharp: 'cs cshtml razor fs vb',
    c: 'c h cc cpp cxx hh hpp hxx m mm cu',
    rust: 'rs',
    swift: 'swift',
    elixir: 'ex exs erl heex',
    sql: 'sql',
    html: 'html htm xml xhtml svg',
    json: 'json json5 jsonc map',
    css: 'css scss less',
    shell: 'sh bash zsh fish',
  } satisfies Partial<Record<Language, string>>).flatMap(([language, extensions]) =>
    extensions.split(' ').map((extension) => [extension, language as Language] as const),
  ),
)

const byPlatform: ReadonlyMap<string, Language> = new Map<string, Language>([
  ['node', 'js'],
  ['javascript', 'js'],
  ['python', 'python'],
  ['php', 'php'],
  ['ruby', 'ruby'],
  ['go', 'go'],
  ['java', 'java'],
  ['csharp', 'csharp'],
  ['dotnet', 'csharp'],
  ['native', 'c'],
  ['c', 'c'],
  ['objc', 'c'],
  ['cocoa', 'swift'],
  ['rust', 'rust'],
  ['elixir', 'elixir'],
])

/**
 * Returns the language of a file by its extension, else that of the SDK's platform, else `plain`.
 * A query string or fragment after the extension (bundlers add them) does not matter.
 */
export function languageOf(path: string, platform: string): Language {
  const bare = path.split(/[?#]/, 1)[0] ?? ''
  const extension = bare.slice(bare.lastIndexOf('.') + 1).toLowerCase()
  return byExtension.get(extension) ?? byPlatform.get(platform) ?? 'plain'
}
