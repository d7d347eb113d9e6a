// The SDK of ten years ago: body is base64(zlib(json)) on the store endpoint.
const Raven = require('raven')
Raven.config(process.env.SENTRY_DSN, {
  release: 'old@0.1',
  environment: 'museum',
  tags: { era: 'raven' },
}).install()
Raven.mergeContext({ user: { id: '7', email: 'old@example.test' } })
Raven.captureBreadcrumb({ message: 'opened the museum', category: 'visit' })

function openCabinet(key) {
  throw new TypeError('The key ' + key + ' does not fit')
}

try {
  openCabinet('K-3')
} catch (error) {
  Raven.captureException(error, (problem, id) => {
    console.log(problem ? 'failed ' + problem.message : id)
    process.exit(problem ? 1 : 0)
  })
}
