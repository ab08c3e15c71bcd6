/** Integers, as many as there come: a list whose length may shrink and grow like a stack's. */
import { shared } from '../objects/forest.ts';

export class Column {
  values = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(1);
    this.values[this.length++] = value;
  }

  /** Makes room for so many more: values[length] up to values[length + more] can be set. */
  reserve(more: number): void {
    if (this.length + more <= this.values.length) return;
    const wider = new Int32Array(Math.max(this.values.length * 2, this.length + more));
    wider.set(this.values.subarray(0, this.length));
    this.values = wider;
  }

  append(more: Int32Array): void {
    this.reserve(more.length);
    this.values.set(more, this.length);
    this.length += more.length;
  }

  /** Appends those in [from, to) once more. */
  repeat(from: number, to: number): void {
    this.reserve(to - from);
    const { values } = this;
    let { length } = this;
    for (let index = from; index < to; index++) values[length++] = values[index]!;
    this.length = length;
  }

  result(): Int32Array {
    return this.values.slice(0, this.length);
  }

  /** The same in shared memory: another thread gets it without a copy. */
  sharedResult(): Int32Array {
    const values = new Int32Array(shared(this.length * 4));
    values.set(this.values.subarray(0, this.length));
    return values;
  }
}
