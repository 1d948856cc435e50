/** CloudFormation and SAM templates: user data, cfn-init and Systems Manager in their resources. */
import { at, entriesOf, itemsOf, scalarText, type DataNode } from '../data/tree.js';
import type { Dialect } from './dialect.js';
import { bind, type Found } from './found.js';
import { addInitConfig } from './init-config.js';
import { intrinsicOf, templateText } from './intrinsics.js';
import { exprOf } from './texts.js';
import { addLines, addSystemsManager } from './systems-manager.js';
import { addResource } from './resources.js';
import { addEncodedUserData, addUserData } from './user-data.js';

export const cloudFormation: Dialect = {
  claims: (root) =>
    at(root, 'AWSTemplateFormatVersion') !== undefined ||
    entriesOf(at(root, 'Resources')).some(({ value }) =>
      /^(?:AWS|Alexa|Custom)::/.test(scalarText(at(value, 'Type')) ?? ''),
    ),
  read(root, found) {
    for (const { key, value } of entriesOf(at(root, 'Parameters'))) {
      const given = at(value, 'Default');
      if (given?.kind === 'scalar') bind(found, key, exprOf(given, found.text), found.root);
    }
    const seen = new Set<DataNode>();
    for (const entry of entriesOf(at(root, 'Resources'))) {
      readResource(found, entry.value, seen);
      addResource(found, entry);
    }
  },
};

function readResource(found: Found, resource: DataNode, seen: Set<DataNode>): void {
  const type = scalarText(at(resource, 'Type'));
  const properties = at(resource, 'Properties');
  for (const { key, value } of entriesOf(at(resource, 'Metadata', 'AWS::CloudFormation::Init'))) {
    if (key !== 'configSets') addInitConfig(found, value);
  }
  const content = type === 'AWS::SSM::Document' ? at(properties, 'Content') : undefined;
  if (content !== undefined) addSystemsManager(found, content);
  const lines = type === 'AWS::SSM::Association' ? at(properties, 'Parameters', 'commands') : undefined;
  if (lines !== undefined) addLines(found, lines);
  if (properties !== undefined) readUserData(found, properties, seen);
}

/** Properties named UserData, of instances, launch templates, launch configurations, fleets. */
function readUserData(found: Found, node: DataNode, seen: Set<DataNode>): void {
  if (seen.has(node)) return;
  seen.add(node);
  for (const item of itemsOf(node)) readUserData(found, item, seen);
  for (const { key, value } of entriesOf(node)) {
    if (key === 'UserData') addChoices(found, value, 0);
    else readUserData(found, value, seen);
  }
}

/** User data, or what Fn::If chooses from. */
function addChoices(found: Found, node: DataNode, depth: number): void {
  const call = intrinsicOf(node);
  if (call?.name === 'If' && depth < 4) {
    for (const option of itemsOf(call.argument).slice(1)) addChoices(found, option, depth + 1);
  } else if (call?.name === 'Base64') {
    const inner = intrinsicOf(call.argument);
    if (inner?.name === 'If' && depth < 4) addChoices(found, call.argument, depth + 1);
    else addUserData(found, templateText(call.argument, found.text), call.argument.span);
  } else if (call?.name !== 'Ref') addEncodedUserData(found, templateText(node, found.text), node.span);
}
