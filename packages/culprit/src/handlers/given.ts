/** Its constructor returns what it is given, so that a class under it adds private fields to objects of others. */
export class Given {
  constructor(target: object) {
    return target
  }
}
