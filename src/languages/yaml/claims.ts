/** Which files are YAML, by name or by their first line. Kept free of the parser: it is asked for every file. */

const EXTENSION = /\.(?:ya?ml|cfn|cform)(?:\.(?:j2|jinja2?|erb|tpl|tmpl|tftpl|template|gotmpl))?$/i;
const BEANSTALK = /(?:^|\/)\.ebextensions\/[^/]+\.config$/;
/** How CloudFormation templates begin whose name says only that they are templates; JSON is YAML too. */
const TEMPLATE = /^(?:\{|---|AWSTemplateFormatVersion\b|Description:|Parameters:|Resources:|Transform:|Metadata:)/;

/** Whether the file at `path`, whose text begins with `firstLine`, is YAML. */
export function claimsYaml(path: string, firstLine: string): boolean {
  if (EXTENSION.test(path) || BEANSTALK.test(path) || firstLine.startsWith('#cloud-config')) return true;
  return path.endsWith('.template') && TEMPLATE.test(firstLine);
}
