import { Injectable } from '@nestjs/common';

/**
 * Remembers for 30 s that a request found the disk of the database full. A small write, with which readiness tries the
 * database, finds room in pages that exist already.
 */
@Injectable()
export class RecentTrouble {
  private fullUntil = -Infinity;

  noteFull(): void {
    this.fullUntil = performance.now() + 30_000;
  }

  get isFull(): boolean {
    return performance.now() < this.fullUntil;
  }
}
