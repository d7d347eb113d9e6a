import { annotations, base, block, type Grammar, line, words } from './grammar.ts'

/** JavaScript and TypeScript: apart from the others, since a page's script may need no other. */
export const scriptGrammar: Grammar = {
  ...base,
  strings: [line('"'), line("'"), block('`')],
  keywords: words(
    'abstract as async await break case catch class const continue debugger declare default delete do else enum export extends finally for from function get if implements import in infer instanceof interface is keyof let namespace new of override private protected public readonly return satisfies set static super switch this throw try type typeof using var void while with yield',
  ),
  literals: words('true false null undefined NaN Infinity'),
  sigils: annotations,
  regexes: true,
}
