import { annotations, base, block, line, words, type Grammar } from './grammar.ts'
import type { Language } from './language.ts'
import { scriptGrammar } from './script-grammar.ts'

/** The grammar of each language that has one. */
export const grammars: Readonly<Record<Exclude<Language, 'plain'>, Grammar>> = {
  js: scriptGrammar,
  python: {
    ...base,
    lineComments: ['#'],
    blockComments: [],
    strings: [block('"""'), block("'''"), line('"'), line("'")],
    keywords: words(
      'and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try type while with yield',
    ),
    literals: words('True False None Ellipsis NotImplemented self cls'),
    sigils: annotations,
  },
  php: {
    ...base,
    lineComments: ['//', '#'],
    strings: [block('"'), block("'"), block('`')],
    keywords: words(
      'abstract and array as break callable case catch class clone const continue declare default do echo else elseif empty enum extends final finally fn for foreach function global goto if implements include include_once instanceof insteadof interface isset list match namespace new or print private protected public readonly require require_once return static switch throw trait try unset use var while xor yield',
    ),
    literals: words('true false null self parent'),
  },
  ruby: {
    ...base,
    lineComments: ['#'],
    blockComments: [block('=begin', '=end', false)],
    strings: [line('"'), line("'"), line('`')],
    keywords: words(
      'alias and begin break case class def defined do else elsif end ensure for if in include module next not or private protected public raise redo require rescue retry return super then undef unless until when while yield attr_reader attr_writer attr_accessor',
    ),
    literals: words('true false nil self'),
    sigils: new Map([
      ['@', 'plain'],
      [':', 'literal'],
    ]),
    regexes: true,
  },
  go: {
    ...base,
    strings: [line('"'), line("'"), block('`', '`', false)],
    keywords: words(
      'break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var any bool byte error float32 float64 int int32 int64 rune string uint uint32 uint64',
    ),
    literals: words('true false nil iota'),
  },
  java: {
    ...base,
    strings: [block('"""'), line('"'), line("'")],
    keywords: words(
      'abstract assert boolean break byte case catch char class const continue default def do double else enum extends final finally float for if implements import instanceof int interface long match native new object package permits private protected public record return sealed short static super switch synchronized this throw throws trait transient try val var void volatile while with yield',
    ),
    sigils: annotations,
  },
  kotlin: {
    ...base,
    strings: [block('"""', '"""', false), line('"'), line("'")],
    keywords: words(
      'abstract as break by catch class companion const constructor continue data do else enum finally for fun get if import in infix init inline inner interface internal is lateinit object open operator out override package private protected public return sealed set super suspend this throw try typealias val var when where while',
    ),
    sigils: annotations,
  },
  csharp: {
    ...base,
    strings: [block('"""', '"""', false), block('@"', '"', false), line('"'), line("'")],
    keywords: words(
      'abstract as async await base bool break byte case catch char class const continue decimal default delegate do double else enum event explicit extern finally fixed float for foreach get if implicit in int interface internal is lock long nameof namespace new object operator out override params partial private protected public readonly record ref required return sealed set short sizeof static string struct switch this throw try typeof uint ulong unchecked unsafe using var virtual void volatile when where while with yield',
    ),
    sigils: new Map([['#', 'meta']]),
  },
  c: {
    ...base,
    keywords: words(
      'alignas auto bool break case catch char class concept const consteval constexpr continue co_await co_return co_yield decltype default delete do double else enum explicit extern final float for friend goto if inline int long mutable namespace new noexcept operator override private protected public register requires return short signed sizeof static struct switch template this throw try typedef typename union unsigned using virtual void volatile while',
    ),
    literals: words('true false NULL nullptr nil YES NO self'),
    sigils: new Map([
      ['#', 'meta'],
      ['@', 'meta'],
    ]),
  },
  rust: {
    ...base,
    strings: [block('r#"', '"#', false), block('"'), { ...line("'"), maxLength: 4 }],
    keywords: words(
      'as async await break const continue crate dyn else enum extern fn for if impl in let loop macro match mod move mut pub ref return static struct super trait type union unsafe use where while bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize',
    ),
    literals: words('true false self Self None Some Ok Err'),
    sigils: new Map([["'", 'meta']]),
  },
  swift: {
    ...base,
    strings: [block('"""'), line('"')],
    keywords: words(
      'actor as associatedtype async await break case catch class continue default defer deinit do else enum extension fallthrough fileprivate final for func guard if import in indirect init inout internal is lazy let mutating open operator override private protocol public repeat required rethrows return some static struct subscript super switch throw throws try typealias unowned var weak where while',
    ),
    literals: words('true false nil self Self'),
    sigils: new Map([
      ['@', 'meta'],
      ['#', 'meta'],
    ]),
  },
  elixir: {
    ...base,
    lineComments: ['#'],
    blockComments: [],
    strings: [block('"""'), line('"'), line("'")],
    keywords: words(
      'after alias and case catch cond def defdelegate defexception defguard defimpl defmacro defmodule defp defprotocol defstruct do else end fn for if import in not or quote raise receive require rescue super throw try unless unquote use when with',
    ),
    literals: words('true false nil'),
    sigils: new Map([
      ['@', 'meta'],
      [':', 'literal'],
    ]),
  },
  sql: {
    ...base,
    lineComments: ['--'],
    strings: [block("'", "'", false), block('"', '"', false), block('`', '`', false)],
    keywords: words(
      'add all alter and any as asc begin between by cascade case check column commit conflict constraint create cross current default delete desc distinct do drop else end except exists explain fetch for foreign from full grant group having if ilike in index inner insert intersect into is join key lateral left like limit natural not nothing of offset on or order outer over partition primary references returning right rollback select set table then transaction trigger union unique update using values view when where window with',
    ),
    literals: words('true false null'),
    ignoreCase: true,
    types: false,
  },
  html: {
    ...base,
    lineComments: [],
    blockComments: [block('<!--', '-->', false)],
    strings: [],
    literals: new Set(),
    wordExtras: '-:',
    markup: true,
    types: false,
  },
  json: { ...base, strings: [line('"')], properties: true, types: false },
  css: {
    ...base,
    lineComments: [],
    keywords: words('important and not or only from to'),
    literals: words('none auto inherit initial unset revert'),
    sigils: new Map([
      ['@', 'meta'],
      ['#', 'literal'],
    ]),
    wordExtras: '-',
    properties: true,
    types: false,
  },
  shell: {
    ...base,
    lineComments: ['#'],
    blockComments: [],
    strings: [block('"'), block("'", "'", false)],
    keywords: words(
      'case do done elif else esac exit export fi for function if in local return select set shift source then trap until unset while',
    ),
    literals: words('true false'),
    wordExtras: '-',
    types: false,
  },
}
