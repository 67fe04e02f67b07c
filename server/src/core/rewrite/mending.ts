import type { Edit } from '../text/edit';
import type { Applicability } from './applicability';

/** How something that BuildKit refuses is put right. */
export interface Mending {
  readonly title: string;
  /** `safe` where no build works today and nothing else can be meant. */
  readonly applicability: Applicability;
  readonly edits: readonly Edit[];
}
