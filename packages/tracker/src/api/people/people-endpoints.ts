import type { Endpoint } from '../endpoint.ts'
import { deleteMember, getMember, listMembers, postMember, putMember } from './member-endpoints.ts'
import { getOwnership, putOwnership } from './ownership-endpoints.ts'
import {
  addProjectTeam,
  deleteTeam,
  getTeam,
  joinTeam,
  leaveTeam,
  listProjectTeams,
  listTeams,
  postTeam,
  putTeam,
  removeProjectTeam,
} from './team-endpoints.ts'

const organisation = '/organizations/:org'

/** Endpoints about who is told of alerts. */
export const peopleEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: `${organisation}/members`, handle: listMembers },
  { method: 'POST', path: `${organisation}/members`, handle: postMember },
  { method: 'GET', path: `${organisation}/members/:member`, handle: getMember },
  { method: 'PUT', path: `${organisation}/members/:member`, handle: putMember },
  { method: 'DELETE', path: `${organisation}/members/:member`, handle: deleteMember },
  { method: 'POST', path: `${organisation}/members/:member/teams/:team`, handle: joinTeam },
  { method: 'DELETE', path: `${organisation}/members/:member/teams/:team`, handle: leaveTeam },
  { method: 'GET', path: `${organisation}/teams`, handle: listTeams },
  { method: 'POST', path: `${organisation}/teams`, handle: postTeam },
  { method: 'GET', path: '/teams/:org/:team', handle: getTeam },
  { method: 'PUT', path: '/teams/:org/:team', handle: putTeam },
  { method: 'DELETE', path: '/teams/:org/:team', handle: deleteTeam },
  { method: 'GET', path: '/projects/:org/:project/teams', handle: listProjectTeams },
  { method: 'POST', path: '/projects/:org/:project/teams/:team', handle: addProjectTeam },
  { method: 'DELETE', path: '/projects/:org/:project/teams/:team', handle: removeProjectTeam },
  { method: 'GET', path: '/projects/:org/:project/ownership', handle: getOwnership },
  { method: 'PUT', path: '/projects/:org/:project/ownership', handle: putOwnership },
]
