import { describe, expect, it } from 'vitest'
import { isIngestPath, matchRoute } from './match-route.ts'

const id = '0123456789abcdef0123456789abcdef'

describe('matchRoute()', () => {
  it.each([
    ['/api/1/envelope/', { endpoint: 'envelope', pathProject: '1' }],
    ['/api/1/envelope?sentry_key=x/y', { endpoint: 'envelope', pathProject: '1' }],
    ['//api///1//store/', { endpoint: 'store', pathProject: '1' }],
    ['http://tracker.test:8000/api/1/store/', { endpoint: 'store', pathProject: '1' }],
    ['/api/store/', { endpoint: 'store', pathProject: '' }],
    ['/api/1/csp-report/', { endpoint: 'security', pathProject: '1' }],
    ['/api/1/minidump', { endpoint: 'minidump', pathProject: '1' }],
    [`/api/1/events/${id}/attachments/`, { endpoint: 'attachments', pathProject: '1', eventId: id }],
    ['/api/1/unreal/k/', { endpoint: 'unreal', pathProject: '1', pathKey: 'k' }],
    ['/api/1/cron/nightly', { endpoint: 'cron', pathProject: '1', pathKey: undefined }],
    ['/api/1/cron/nightly/k', { endpoint: 'cron', pathProject: '1', pathKey: 'k' }],
    ['/api/1/otlp/v1/traces/', { endpoint: 'otlp', pathProject: '1' }],
    ['/api/1/integration/otlp/v1/logs', { endpoint: 'otlp', pathProject: '1' }],
    ['/api/embed/error-page/?dsn=x', { endpoint: 'error-page', pathProject: '' }],
    ['/api/relay/healthcheck/ready/', { endpoint: 'ready', pathProject: '' }],
    ['/api/0/envelope/', undefined],
    ['/api/0/organizations/culprit/issues/1/', undefined],
    ['/api/1/', undefined],
    ['/api/1/envelope/x', undefined],
    ['/', undefined],
    ['', undefined],
  ])('%s', (target, route) => {
    expect(matchRoute(target)).toEqual(route)
  })

  it('takes the path of the base URL off, if it is there', () => {
    expect(matchRoute('/sub/path/api/1/envelope/', '/sub/path')?.endpoint).toBe('envelope')
    expect(matchRoute('/api/1/envelope/', '/sub/path')?.endpoint).toBe('envelope')
    expect(matchRoute('/other/api/1/envelope/', '/sub/path')).toBeUndefined()
  })
})

describe('isIngestPath()', () => {
  it('leaves pages and the REST API to others', () => {
    expect(
      ['/', '/issues/1', '/api/0/projects/', '/api/', '/metrics'].filter((path) => isIngestPath(path)),
    ).toEqual([])
    expect(
      ['/api/1/envelope/', '/api/1/anything', '/api/store/', '/api/embed/error-page/'].every((path) =>
        isIngestPath(path),
      ),
    ).toBe(true)
  })
})
