"""Which polygons a point lies in. Pure.

Coordinates are degrees in WGS84. A border belongs to the areas on both of its sides; for which of
them a point on it counts is decided by the caller.
"""

from collections.abc import Mapping

import shapely

# About five kilometres; within eleven degrees of the equator a degree is the same both ways.
NEAR = 0.045


class Shapes:
    """Polygons by id, prepared once; building it takes up to a second for a large file."""

    def __init__(self, shapes: Mapping[int, str]) -> None:
        """`shapes` are GeoJSON geometries that were checked when they came in."""
        self._ids = list(shapes)
        self._polygons = [shapely.from_geojson(shape) for shape in shapes.values()]
        shapely.prepare(self._polygons)
        self._tree = shapely.STRtree(self._polygons)

    def at(self, latitude: float, longitude: float) -> list[int]:
        """The ids of the polygons that hold the point, the smallest first."""
        point = shapely.Point(longitude, latitude)
        boxed = [(self._polygons[one], self._ids[one]) for one in self._tree.query(point)]
        holding = [(shape.area, one) for shape, one in boxed if shape.intersects(point)]
        return [one for _, one in sorted(holding)]

    def near(self, latitude: float, longitude: float) -> list[int]:
        """The ids of the polygons at most `NEAR` away, the nearest first."""
        point = shapely.Point(longitude, latitude)
        close = self._tree.query(point, predicate="dwithin", distance=NEAR)
        far = [(self._polygons[one].distance(point), self._ids[one]) for one in close]
        return [one for _, one in sorted(far)]
