using Zk.Field;

namespace Zk.Plonk;

/// <summary>Linear algebra in a handful of dimensions.</summary>
internal static class LinearAlgebra
{
    /// <summary>The inverse of a regular square matrix, by Gauss-Jordan elimination.</summary>
    /// <exception cref="ArgumentException">The matrix is singular.</exception>
    public static TF[,] Invert<TF>(TF[,] matrix)
        where TF : unmanaged, IPrimeField<TF>
    {
        var size = matrix.GetLength(0);
        var left = (TF[,])matrix.Clone();
        var right = new TF[size, size];
        for (var i = 0; i < size; i++)
            right[i, i] = TF.One;
        for (var column = 0; column < size; column++)
        {
            var pivot = column;
            while (pivot < size && left[pivot, column].IsZero)
                pivot++;
            if (pivot == size)
                throw new ArgumentException("the matrix is singular", nameof(matrix));
            var scale = left[pivot, column].Inverse();
            for (var j = 0; j < size; j++)
            {
                (left[column, j], left[pivot, j]) = (left[pivot, j], left[column, j]);
                (right[column, j], right[pivot, j]) = (right[pivot, j], right[column, j]);
                left[column, j] *= scale;
                right[column, j] *= scale;
            }

            for (var i = 0; i < size; i++)
            {
                var factor = left[i, column];
                if (i == column || factor.IsZero)
                    continue;
                for (var j = 0; j < size; j++)
                {
                    left[i, j] -= factor * left[column, j];
                    right[i, j] -= factor * right[column, j];
                }
            }
        }

        return right;
    }
}
