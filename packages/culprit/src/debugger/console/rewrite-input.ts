import type { ConsoleCode } from './console-input.ts'
import { type AnyNode, childrenOf, isFunction, namesOf, type Program } from './syntax.ts'

/** The name under which evaluated code finds the console's `import`. */
export const importName = '__culprit_import__'

/** Replaces `start` to `end` of the source. */
interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

interface Rewriting {
  readonly source: string
  readonly edits: Edit[]
  readonly declared: Set<string>
  readonly assigned: Set<string>
  /** Function declarations: they are there from the first line on. */
  readonly hoisted: string[]
  isAsync: boolean
}

/** Returns parsed input as code to run: a `let`, `const`, `var`, `function` or `class` on its top level assigns instead. */
export function rewriteInput(source: string, program: Program): ConsoleCode {
  const rewriting: Rewriting = {
    source,
    edits: [],
    declared: new Set(),
    assigned: new Set(),
    hoisted: [],
    isAsync: false,
  }
  for (const statement of program.body) rewriteStatement(statement, rewriting)
  const last = program.body.at(-1)
  const hasValue = last?.type === 'ExpressionStatement'
  // The value of a script is that of its last statement; an async function has to return it.
  if (hasValue && rewriting.isAsync) {
    const { start, end } = last.expression
    rewriting.edits.push({
      start: last.start,
      end: start,
      text: `return (${source.slice(last.start, start)}`,
    })
    rewriting.edits.push({ start: end, end: last.end, text: ')' })
  }
  const { declared, assigned, isAsync } = rewriting
  return {
    kind: 'code',
    code: rewriting.hoisted.join('') + applied(source, rewriting.edits),
    isAsync,
    hasValue,
    declared: [...declared],
    assigned: [...assigned].filter((name) => !declared.has(name)),
  }
}

function rewriteStatement(node: AnyNode, rewriting: Rewriting): void {
  switch (node.type) {
    case 'VariableDeclaration':
      walk(node, rewriting)
      return replaceDeclaration(node, rewriting, true)
    case 'FunctionDeclaration':
      walk(node, rewriting)
      return hoist(node, declaredName(node.id, rewriting), rewriting)
    case 'ClassDeclaration':
      walk(node, rewriting)
      rewriting.edits.push({
        start: node.start,
        end: node.start,
        text: `void (${declaredName(node.id, rewriting)} = `,
      })
      rewriting.edits.push({ start: node.end, end: node.end, text: ');' })
      return
    case 'ImportDeclaration':
      return replaceImport(node, rewriting)
    default:
      return walk(node, rewriting)
  }
}

/** Only `export default` has declarations without a name. */
function declaredName(id: { readonly name: string } | null, { declared }: Rewriting): string {
  const name = id?.name ?? '_'
  declared.add(name)
  return name
}

type Variables = Extract<AnyNode, { type: 'VariableDeclaration' }>
type Import = Extract<AnyNode, { type: 'ImportDeclaration' }>

/** `let a = 1, { b } = c` becomes `void (a = 1, { b } = c)`; within parentheses a pattern is an assignment's, too. */
function replaceDeclaration(node: Variables, rewriting: Rewriting, isStatement: boolean): void {
  const { source, edits, declared } = rewriting
  for (const { id, init, start, end } of node.declarations) {
    for (const name of namesOf(id)) declared.add(name)
    if (init !== null && init !== undefined) continue
    // A `var` without a value keeps the one it has.
    if (isStatement)
      edits.push({ start, end, text: node.kind === 'var' ? '0' : `${source.slice(start, end)} = undefined` })
  }
  const first = node.declarations[0]
  const last = node.declarations.at(-1)
  if (first === undefined || last === undefined) return
  edits.push({ start: node.start, end: first.start, text: isStatement ? 'void (' : '' })
  if (isStatement) edits.push({ start: last.end, end: node.end, text: ');' })
}

/** A function declaration goes to the front, as an assignment; its own edits were made in place, so they move with it. */
function hoist({ start, end }: AnyNode, name: string, rewriting: Rewriting): void {
  const inner = rewriting.edits.filter((edit) => edit.start >= start && edit.end <= end)
  for (const edit of inner) rewriting.edits.splice(rewriting.edits.indexOf(edit), 1)
  const moved = inner.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }))
  rewriting.hoisted.push(`void (${name} = ${applied(rewriting.source.slice(start, end), moved)});`)
  rewriting.edits.push({ start, end, text: ';' })
}

function replaceImport(node: Import, rewriting: Rewriting): void {
  rewriting.isAsync = true
  const module = `await ${importName}(${JSON.stringify(node.source.value)})`
  const namespace = node.specifiers.find(({ type }) => type === 'ImportNamespaceSpecifier')
  const names = node.specifiers.filter((one) => one !== namespace)
  const pattern = names.map((one) => `${importedName(one)}: ${one.local.name}`).join(', ')
  for (const { local } of node.specifiers) rewriting.declared.add(local.name)
  const assignments = [
    ...(namespace === undefined ? [] : [`${namespace.local.name} = ${module}`]),
    ...(names.length === 0 ? [] : [`{ ${pattern} } = ${module}`]),
  ]
  const { start, end } = node
  rewriting.edits.push({ start, end, text: `void (${assignments.join(', ') || module});` })
}

function importedName(specifier: Import['specifiers'][number]): string {
  if (specifier.type !== 'ImportSpecifier') return 'default'
  const { imported } = specifier
  return imported.type === 'Identifier' ? imported.name : JSON.stringify(imported.value)
}

/** Looks at everything below a node; `inFunction` where `await` and `var` are no longer the input's own. */
function walk(node: AnyNode, rewriting: Rewriting, inFunction = false): void {
  const inside = inFunction || isFunction(node)
  if (node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await))
    rewriting.isAsync ||= !inFunction
  if (node.type === 'ImportExpression')
    rewriting.edits.push({ start: node.start, end: node.start + 'import'.length, text: importName })
  if (node.type === 'AssignmentExpression')
    for (const name of namesOf(node.left)) rewriting.assigned.add(name)
  for (const child of childrenOf(node)) {
    walk(child, rewriting, inside)
    if (!inside && child.type === 'VariableDeclaration' && child.kind === 'var')
      replaceDeclaration(child, rewriting, !isLoopHead(node))
  }
}

function isLoopHead({ type }: AnyNode): boolean {
  return type === 'ForStatement' || type === 'ForInStatement' || type === 'ForOfStatement'
}

function applied(source: string, edits: readonly Edit[]): string {
  let text = ''
  let at = 0
  for (const { start, end, text: replacement } of edits.toSorted(
    (a, b) => a.start - b.start || a.end - b.end,
  )) {
    text += source.slice(at, start) + replacement
    at = Math.max(at, end)
  }
  return text + source.slice(at)
}
