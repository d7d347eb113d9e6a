import * as Sentry from '@sentry/browser'

Sentry.init({
  dsn: document.documentElement.dataset['dsn'] ?? '',
  environment: 'e2e-browser',
  release: 'page@4.5.6',
  initialScope: { user: { id: '99', username: 'visitor' }, tags: { page: 'basket' } },
})

function priceOf(basket: {
  readonly lines: readonly { readonly price?: { readonly amount: number } }[]
}): number {
  return basket.lines.reduce((sum, line) => sum + (line.price as { amount: number }).amount, 0)
}

Sentry.addBreadcrumb({ category: 'basket', message: 'opened the basket' })
document.querySelector('button')?.addEventListener('click', () => {
  console.warn('about to fail')
  priceOf({ lines: [{}] })
})
