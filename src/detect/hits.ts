/** Three integers per hit, in columns. The list grows and is reused; `clear` keeps the memory. */
export class Hits {
  length = 0;
  #rules = new Uint16Array(64);
  #starts = new Float64Array(64);
  #ends = new Float64Array(64);

  rule(index: number): number {
    return this.#rules[index]!;
  }

  start(index: number): number {
    return this.#starts[index]!;
  }

  end(index: number): number {
    return this.#ends[index]!;
  }

  push(rule: number, start: number, end: number): void {
    if (this.length === this.#rules.length) this.#grow();
    this.#set(this.length++, rule, start, end);
  }

  /** Keeps [first, length) in order of start, then rule; a second hit of a rule at a start widens the first. */
  insert(first: number, rule: number, start: number, end: number): void {
    let at = this.length;
    while (at > first && this.#after(at - 1, rule, start)) at--;
    if (at > first && this.#starts[at - 1] === start && this.#rules[at - 1] === rule) {
      this.#ends[at - 1] = Math.max(this.#ends[at - 1]!, end);
      return;
    }
    this.push(rule, start, end);
    for (let index = this.length - 1; index > at; index--) {
      this.#set(index, this.rule(index - 1), this.start(index - 1), this.end(index - 1));
    }
    this.#set(at, rule, start, end);
  }

  clear(): void {
    this.length = 0;
  }

  #after(index: number, rule: number, start: number): boolean {
    const other = this.#starts[index]!;
    return other > start || (other === start && this.#rules[index]! > rule);
  }

  #set(index: number, rule: number, start: number, end: number): void {
    this.#rules[index] = rule;
    this.#starts[index] = start;
    this.#ends[index] = end;
  }

  #grow(): void {
    const size = this.length * 2;
    const rules = new Uint16Array(size);
    const starts = new Float64Array(size);
    const ends = new Float64Array(size);
    rules.set(this.#rules);
    starts.set(this.#starts);
    ends.set(this.#ends);
    this.#rules = rules;
    this.#starts = starts;
    this.#ends = ends;
  }
}
