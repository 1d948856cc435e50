/** How messages speak of a request to the service. */
import type { MetadataRequest } from '../model/site.js';

/** `'curl' reads '/latest/meta-data/instance-id'`: how the messages of all rules begin. */
export function whoReadsWhat(request: Pick<MetadataRequest, 'client' | 'path'>): string {
  return `'${request.client}' reads '${request.path === '' ? '/' : request.path}'`;
}
