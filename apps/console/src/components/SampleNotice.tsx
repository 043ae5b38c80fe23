import { text } from '../first-text';
import { Notice } from './Notice';

const words = text.findings.sample;

/** Says that a list is a sample: rules that are made from it let in somebody else. */
export function SampleNotice() {
  return (
    <Notice tone="fail" title={words.title}>
      {words.detail}
    </Notice>
  );
}
