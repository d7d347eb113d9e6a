/** Returns the rate of tax of a category of goods. */
export function taxOf(category: string): number {
  return category === 'food' ? 0.135 : 0.23
}
