"""The association, its letterhead and departments; staff members, roles, permissions and sign-in.

Words: association, department, staff member, role, permission.
"""
