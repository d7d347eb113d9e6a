import { maxOwnershipChars, parseOwnership, unknownOwners } from '../../domain/ownership.ts'
import { requireOrganisation, requireProject } from '../access.ts'
import type { ApiCall } from '../api-call.ts'
import { apiJson } from '../api-error.ts'
import { FieldErrors } from '../field-errors.ts'
import { readJsonObject } from '../read-json.ts'

/** Answers a project's ownership rules: `{"raw": "path:src/checkout/* #payments"}`. */
export async function getOwnership(call: ApiCall): Promise<Response> {
  const projectId = projectIdOf(call)
  const { ownership } = await call.deps.commands.alertPeople()
  const raw = ownership.find((own) => own.projectId === projectId)?.raw ?? ''
  return apiJson({ raw, fallthrough: true, isActive: true })
}

/** Replaces a project's ownership rules. */
export async function putOwnership(call: ApiCall): Promise<Response> {
  const projectId = projectIdOf(call)
  const { raw } = await readJsonObject(call.request)
  if (typeof raw !== 'string' || raw.length > maxOwnershipChars)
    throw new FieldErrors({ raw: [`Must be a text of at most ${maxOwnershipChars} characters.`] })
  const { rules, problems } = parseOwnership(raw)
  const wrong = problems.length > 0 ? problems : unknownOwners(rules, await call.deps.commands.alertPeople())
  if (wrong.length > 0)
    throw new FieldErrors({ raw: wrong.slice(0, 20).map(({ line, message }) => `Line ${line}: ${message}`) })
  await call.deps.commands.setOwnership({ projectId, raw })
  return getOwnership(call)
}

function projectIdOf({ params, access }: ApiCall): number {
  requireOrganisation(params['org'])
  return requireProject(access, params['project']).id
}
