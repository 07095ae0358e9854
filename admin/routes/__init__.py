"""Every page and every form of the panel, and who may come in; nothing is reached otherwise."""

from admin.routes import care, knowledge, office, public, work

ROUTES = (*work.ROUTES, *office.ROUTES, *knowledge.ROUTES, *public.ROUTES, *care.ROUTES)
