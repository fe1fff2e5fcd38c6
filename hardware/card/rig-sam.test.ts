import { contractTests } from '../contract/as-tests.ts';
import { samContract } from '../sam/contract.ts';
import rigSamSubject from './rig-sam-subject.ts';

contractTests('a SAM: the rig keys', samContract, rigSamSubject);
