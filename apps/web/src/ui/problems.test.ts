import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/errors.js';
import { problemOf } from './problems.js';

describe('problemOf', () => {
  it('knows the codes of the API', () => {
    expect(problemOf(new ApiError('PRESENTER_TAKEN', 'taken')).title).toBe(
      'Somebody else is presenting',
    );
  });

  it('passes on what the server says about bad input', () => {
    const problem = problemOf(new ApiError('BAD_USER_INPUT', 'points: at least 3'));
    expect(problem.remedy).toBe('points: at least 3');
  });

  it('never shows “undefined”', () => {
    for (const thrown of [undefined, null, 'text', new Error('x'), new ApiError('NEW_CODE', 'y')]) {
      const { title, remedy } = problemOf(thrown);
      expect(title).toBe('Something went wrong');
      expect(remedy).not.toMatch(/^\s/);
    }
    expect(problemOf(undefined).remedy).not.toContain('undefined');
  });
});
