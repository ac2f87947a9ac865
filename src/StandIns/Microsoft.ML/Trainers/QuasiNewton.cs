using System.Numerics;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Limited-memory BFGS, and its orthant-wise extension for an L1 term: minimises
/// <c>f(x) + l1 · Σ |x_i|</c>, where the sum leaves out the first <c>unpenalised</c> parameters.
/// </summary>
/// <remarks>
/// J. Nocedal, S. J. Wright: Numerical Optimization, algorithm 7.4 (two-loop recursion);
/// G. Andrew, J. Gao: Scalable training of L1-regularized log-linear models, ICML 2007 (pseudo-gradient, projection
/// on the orthant, backtracking). It stops when the objective improved by less than <c>tolerance</c> of its value in
/// the mean of the last five iterations.
/// </remarks>
internal sealed class QuasiNewton
{
    private const double SufficientDecrease = 1e-4;
    private const double StepReduction = 0.25;
    private const int MaximumTrials = 40;
    private const int IterationsInMean = 5;

    private readonly Func<double[], double[], double> _function;
    private readonly int _unpenalised;
    private readonly double _l1;
    private readonly bool _nonNegative;
    private readonly int _historySize;
    private readonly LinkedList<(double[] Step, double[] Change, double Curvature)> _history = new();

    /// <param name="function">Takes the parameters, fills the gradient, returns the value.</param>
    /// <param name="unpenalised">How many leading parameters neither the L1 term nor the sign constraint touches.</param>
    /// <param name="l1">Weight of the L1 term, 0 for none.</param>
    /// <param name="nonNegative">Keeps the penalised parameters at or above zero.</param>
    /// <param name="historySize">How many steps the approximation of the Hessian remembers.</param>
    public QuasiNewton(Func<double[], double[], double> function, int unpenalised, double l1, bool nonNegative, int historySize)
    {
        _function = function;
        _unpenalised = unpenalised;
        _l1 = l1;
        _nonNegative = nonNegative;
        _historySize = historySize;
    }

    /// <summary>Number of evaluations of the function so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Number of iterations so far.</summary>
    public int Iterations { get; private set; }

    /// <summary>Minimises in place; returns the value reached.</summary>
    public double Minimize(double[] x, double tolerance, int maximumIterations)
    {
        int n = x.Length;
        var gradient = new double[n];
        var nextX = new double[n];
        var nextGradient = new double[n];
        var direction = new double[n];
        var descent = new double[n];
        double value = Evaluate(x, gradient);
        var recent = new Queue<double>([value]);

        while (Iterations < maximumIterations)
        {
            SteepestDescent(x, gradient, descent);
            if (IsZero(descent))
                break;
            FindDirection(descent, direction);
            double? next = Search(x, value, descent, direction, nextX, nextGradient);
            if (next == null && _history.Count > 0)
            {
                _history.Clear();
                FindDirection(descent, direction);
                next = Search(x, value, descent, direction, nextX, nextGradient);
            }

            if (next == null)
                break;
            Remember(x, nextX, gradient, nextGradient);
            Array.Copy(nextX, x, n);
            (gradient, nextGradient) = (nextGradient, gradient);
            value = next.Value;
            Iterations++;

            recent.Enqueue(value);
            if (recent.Count > IterationsInMean)
            {
                double improvement = (recent.Dequeue() - value) / IterationsInMean;
                if (improvement < tolerance * Math.Abs(value))
                    break;
            }
        }

        return value;
    }

    private double Evaluate(double[] x, double[] gradient)
    {
        Evaluations++;
        double value = _function(x, gradient);
        if (_l1 > 0)
        {
            double sum = 0;
            for (int i = _unpenalised; i < x.Length; i++)
                sum += Math.Abs(x[i]);
            value += _l1 * sum;
        }

        return value;
    }

    /// <summary>The negative pseudo-gradient: the direction of steepest descent of the whole objective.</summary>
    private void SteepestDescent(double[] x, double[] gradient, double[] descent)
    {
        for (int i = 0; i < x.Length; i++)
        {
            double g = gradient[i];
            if (i < _unpenalised)
                descent[i] = -g;
            else if (x[i] > 0)
                descent[i] = -(g + _l1);
            else if (x[i] < 0)
                descent[i] = -(g - _l1);
            else if (g + _l1 < 0)
                descent[i] = -(g + _l1);
            else if (g - _l1 > 0 && !_nonNegative)
                descent[i] = -(g - _l1);
            else
                descent[i] = 0;
        }
    }

    /// <summary>The approximate inverse Hessian times the descent direction, kept in its orthant.</summary>
    private void FindDirection(double[] descent, double[] direction)
    {
        Array.Copy(descent, direction, descent.Length);
        if (_history.Count == 0)
            return;
        var factors = new double[_history.Count];
        int k = _history.Count;
        for (var node = _history.Last; node != null; node = node.Previous)
        {
            (double[] step, double[] change, double curvature) = node.Value;
            factors[--k] = Dot(step, direction) / curvature;
            AddScaled(direction, -factors[k], change);
        }

        (double[] _, double[] lastChange, double lastCurvature) = _history.Last.Value;
        double scale = lastCurvature / Dot(lastChange, lastChange);
        for (int i = 0; i < direction.Length; i++)
            direction[i] *= scale;
        for (var node = _history.First; node != null; node = node.Next)
        {
            (double[] step, double[] change, double curvature) = node.Value;
            AddScaled(direction, factors[k++] - Dot(change, direction) / curvature, step);
        }

        if (_l1 > 0 || _nonNegative)
        {
            for (int i = _unpenalised; i < direction.Length; i++)
            {
                if (direction[i] * descent[i] <= 0)
                    direction[i] = 0;
            }
        }
    }

    /// <summary>Backtracks until the objective has decreased enough; null when it never does.</summary>
    private double? Search(double[] x, double value, double[] descent, double[] direction, double[] nextX, double[] nextGradient)
    {
        double length = Math.Sqrt(Dot(direction, direction));
        if (length == 0 || !double.IsFinite(length))
            return null;
        double step = _history.Count == 0 ? Math.Min(1, 1 / length) : 1;
        for (int trial = 0; trial < MaximumTrials; trial++, step *= StepReduction)
        {
            for (int i = 0; i < x.Length; i++)
            {
                double moved = x[i] + step * direction[i];
                if (i >= _unpenalised && LeavesOrthant(x[i], descent[i], moved))
                    moved = 0;
                nextX[i] = moved;
            }

            double predicted = 0;
            for (int i = 0; i < x.Length; i++)
                predicted += descent[i] * (nextX[i] - x[i]);
            if (predicted <= 0)
                continue;
            double next = Evaluate(nextX, nextGradient);
            if (next <= value - SufficientDecrease * predicted)
                return next;
        }

        return null;
    }

    private bool LeavesOrthant(double x, double descent, double moved)
    {
        if (_nonNegative)
            return moved < 0;
        return _l1 > 0 && moved * (x != 0 ? x : descent) < 0;
    }

    private void Remember(double[] x, double[] nextX, double[] gradient, double[] nextGradient)
    {
        var step = new double[x.Length];
        var change = new double[x.Length];
        if (_history.Count == _historySize && _historySize > 0)
        {
            (step, change, _) = _history.First.Value;
            _history.RemoveFirst();
        }

        for (int i = 0; i < x.Length; i++)
        {
            step[i] = nextX[i] - x[i];
            change[i] = nextGradient[i] - gradient[i];
        }

        double curvature = Dot(step, change);
        if (curvature > 1e-14 * Dot(change, change) && _historySize > 0)
            _history.AddLast((step, change, curvature));
    }

    private static bool IsZero(double[] vector) => Array.TrueForAll(vector, value => value == 0);

    private static double Dot(double[] a, double[] b)
    {
        Vector<double> sums = default;
        int i = 0;
        for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
            sums += new Vector<double>(a, i) * new Vector<double>(b, i);
        double sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void AddScaled(double[] target, double factor, double[] source)
    {
        int i = 0;
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(target, i) + new Vector<double>(source, i) * factor).CopyTo(target, i);
        for (; i < target.Length; i++)
            target[i] += factor * source[i];
    }
}
