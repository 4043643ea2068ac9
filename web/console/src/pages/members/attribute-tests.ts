import type { AttributeFilter } from '../../../../../src/modules/members/contract.ts';
import type { ListedAttribute } from '../../api/member-work.ts';

/** How an attribute of a type can be compared. */
export const ATTRIBUTE_TESTS_OF: Record<ListedAttribute['type'], readonly AttributeFilter['test'][]> = {
  text: ['is', 'contains', 'any', 'none'],
  number: ['from', 'to', 'is', 'any', 'none'],
  date: ['from', 'to', 'is', 'any', 'none'],
  boolean: ['is', 'any', 'none'],
  choice: ['is', 'any', 'none'],
  choices: ['is', 'any', 'none'],
};
