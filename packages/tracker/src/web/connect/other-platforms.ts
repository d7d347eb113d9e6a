import { endpointUrl, parseDsn } from '@culprit/wire'
import type { Platform, SnippetStep } from './platform.ts'

const shell = (title: string, code: string): SnippetStep => ({ title, language: 'shell', code })
const python = (title: string, code: string): SnippetStep => ({ title, language: 'python', code })
const php = (title: string, code: string): SnippetStep => ({ title, language: 'php', code })

const pythonInit = (dsn: string): string => `import sentry_sdk

sentry_sdk.init(dsn="${dsn}")`

/** Platforms that run anything but JavaScript. */
export const otherPlatforms: readonly Platform[] = [
  {
    id: 'python',
    name: 'Python',
    group: 'Python',
    steps: (dsn) => [
      shell('Install', 'pip install sentry-sdk'),
      python('main.py, first of all', pythonInit(dsn)),
    ],
  },
  {
    id: 'django',
    name: 'Django',
    group: 'Python',
    steps: (dsn) => [
      shell('Install', 'pip install "sentry-sdk[django]"'),
      python('settings.py', pythonInit(dsn)),
    ],
  },
  {
    id: 'flask',
    name: 'Flask',
    group: 'Python',
    steps: (dsn) => [
      shell('Install', 'pip install "sentry-sdk[flask]"'),
      python(
        'app.py',
        `${pythonInit(dsn)}

app = Flask(__name__)`,
      ),
    ],
  },
  {
    id: 'php',
    name: 'PHP',
    group: 'PHP',
    steps: (dsn) => [
      shell('Install', 'composer require sentry/sentry'),
      php(
        'index.php, first of all',
        `require __DIR__ . '/vendor/autoload.php';\n\n\\Sentry\\init(['dsn' => '${dsn}']);`,
      ),
    ],
  },
  {
    id: 'laravel',
    name: 'Laravel',
    group: 'PHP',
    steps: (dsn) => [
      shell('Install', 'composer require sentry/sentry-laravel'),
      php(
        'bootstrap/app.php',
        `->withExceptions(function (Exceptions $exceptions) {
    \\Sentry\\Laravel\\Integration::handles($exceptions);
})`,
      ),
      shell('.env', `SENTRY_LARAVEL_DSN=${dsn}`),
    ],
  },
  {
    id: 'go',
    name: 'Go',
    group: 'More',
    steps: (dsn) => [
      shell('Install', 'go get github.com/getsentry/sentry-go'),
      {
        title: 'main.go',
        language: 'go',
        code: `err := sentry.Init(sentry.ClientOptions{
	Dsn:              "${dsn}",
	AttachStacktrace: true,
})
if err != nil {
	log.Fatal(err)
}
defer sentry.Flush(2 * time.Second)`,
      },
    ],
  },
  {
    id: 'ruby',
    name: 'Ruby',
    group: 'More',
    steps: (dsn) => [
      shell('Install', 'bundle add sentry-ruby'),
      {
        title: 'First of all; in Rails config/initializers/sentry.rb, with sentry-rails added',
        language: 'ruby',
        code: `Sentry.init do |config|
  config.dsn = "${dsn}"
end`,
      },
    ],
  },
  {
    id: 'curl',
    name: 'curl',
    group: 'More',
    steps: (dsn) => [shell('One event, without any SDK', curlOf(dsn))],
  },
  {
    id: 'any',
    name: 'Any other SDK',
    group: 'More',
    steps: (dsn) => [shell('Most SDKs read the DSN from the environment', `SENTRY_DSN=${dsn}`)],
  },
]

function curlOf(text: string): string {
  const dsn = parseDsn(text)
  if (!dsn) return ''
  return `curl '${endpointUrl(dsn, 'store')}' \\
  -H 'Content-Type: application/json' \\
  -H 'X-Sentry-Auth: Sentry sentry_version=7, sentry_key=${dsn.publicKey}, sentry_client=curl/1.0' \\
  -d '{"message": "Hello from curl", "level": "error", "platform": "other"}'`
}
