import { ApiError } from './api-error.ts'

/** Returns the body of a request. @throws {ApiError} 400 when it is no JSON */
export async function readJson(request: Request): Promise<unknown> {
  try {
    const body: unknown = await request.json()
    return body
  } catch {
    throw new ApiError(400, 'JSON parse error: the body is no JSON.')
  }
}

/** Returns the body of a request as an object. @throws {ApiError} 400 when it is none */
export async function readJsonObject(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const body = await readJson(request)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ApiError(400, 'The body must be a JSON object.')
  return { ...body }
}
